using System.Diagnostics;

namespace Inference.Testing.Hosts;

/// <summary>The built program, which a reference to its project puts beside the tests.</summary>
public static class HostProgram
{
    private static readonly string[] Steering = ["INFERENCE_", "OTEL_", "ORT_", "ASPNETCORE_", "Logging__"];

    /// <summary>Runs it to its end: for <c>validate</c>, and for starts that must fail.</summary>
    /// <param name="arguments">Of the program.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="input">What it reads on standard input; null where that is the tests' own.</param>
    public static async Task<HostRun> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken, string? input = null)
    {
        using var process = Start(arguments, new Dictionary<string, string?>(), input is not null);
        try
        {
            if (input is not null)
            {
                await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
                process.StandardInput.Close();
            }

            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new HostRun(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    internal static Process Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment, bool takesInput = false, IReadOnlyList<string>? before = null)
    {
        string[] command = [.. before ?? [], Path.Combine(AppContext.BaseDirectory, "InferenceHost"), .. arguments];
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = takesInput,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => Array.Exists(Steering, name.StartsWith)).ToArray())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException("the host could not be started");
    }
}
