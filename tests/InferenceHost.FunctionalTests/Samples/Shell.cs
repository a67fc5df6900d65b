using System.Diagnostics;

namespace Inference.InferenceHost.FunctionalTests.Samples;

/// <summary>Runs what a person would paste.</summary>
internal static class Shell
{
    /// <summary>What the command wrote on standard output; it must end well.</summary>
    public static async Task<string> RunAsync(string command, string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("bash", ["-c", command]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        using var bash = Process.Start(start)!;
        try
        {
            var errors = bash.StandardError.ReadToEndAsync(cancellationToken);
            var output = await bash.StandardOutput.ReadToEndAsync(cancellationToken);
            await bash.WaitForExitAsync(cancellationToken);
            bash.ExitCode.ShouldBe(0, $"{command}\n{output}\n{await errors}");
            return output;
        }
        finally
        {
            if (!bash.HasExited)
                bash.Kill(entireProcessTree: true);
        }
    }
}
