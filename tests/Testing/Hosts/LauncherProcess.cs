using System.Diagnostics;

namespace Inference.Testing.Hosts;

/// <summary>launcher.py in a process of its own, as it runs in the container of a Python component. Disposing kills it.</summary>
public sealed class LauncherProcess : IAsyncDisposable
{
    private const string Interpreter = "/usr/bin/python3";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process process;
    private readonly Task reading;

    private LauncherProcess(Process process)
    {
        this.process = process;
        reading = Task.WhenAll(Output.ReadAsync(process.StandardOutput), Errors.ReadAsync(process.StandardError));
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public LineLog Output { get; } = new();

    public LineLog Errors { get; } = new();

    /// <summary>Starts a launcher and waits until it listens.</summary>
    /// <param name="socket">Where.</param>
    /// <param name="folder">Its current folder.</param>
    /// <param name="environment">On top of the tests' own.</param>
    /// <param name="before">A program and its arguments that start the interpreter.</param>
    /// <exception cref="InvalidOperationException">It ended instead; the message has what it wrote.</exception>
    public static async Task<LauncherProcess> StartAsync(string socket, string folder, IReadOnlyDictionary<string, string>? environment = null, params string[] before)
    {
        var launcher = Start([.. before, Interpreter, Script, socket], folder, environment);
        if (await launcher.Errors.FindAsync(line => line.Contains("starts workers in", StringComparison.Ordinal), Patience, CancellationToken.None) is not null)
            return launcher;
        await launcher.process.WaitForExitAsync();
        throw new InvalidOperationException($"the launcher ended with {launcher.process.ExitCode}:{Environment.NewLine}{launcher.Errors}");
    }

    /// <summary>launcher.py, beside the tests.</summary>
    public static string Script => Path.Combine(AppContext.BaseDirectory, "launcher.py");

    /// <summary>Starts it without waiting for anything.</summary>
    public static LauncherProcess Start(IReadOnlyList<string> command, string folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        ArgumentNullException.ThrowIfNull(command);
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return new LauncherProcess(Process.Start(start)!);
    }

    /// <summary>SIGTERM, without waiting.</summary>
    public void Terminate() => Signals.SendTerminate(process.Id);

    /// <summary>SIGKILL, and waits for the end.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Waits for its end; the exit status.</summary>
    /// <exception cref="TimeoutException">It goes on.</exception>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        await reading.WaitAsync(Patience);
        process.Dispose();
    }
}
