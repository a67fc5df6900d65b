using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Inference.Testing.Hosts;

namespace Inference.ManifestController.Tests.Running;

/// <summary>A real controller in a process of its own. Disposing kills it. <c>CONTROLLER_PROGRAM</c> names another build of it, for benchmarks.</summary>
internal sealed partial class ControllerProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly HttpClient http = new();
    private readonly Task reading;

    private ControllerProcess(Process process)
    {
        this.process = process;
        reading = Task.WhenAll(Output.ReadAsync(process.StandardOutput), Log.ReadAsync(process.StandardError));
    }

    public LineLog Output { get; } = new();

    /// <summary>A JSON object a line.</summary>
    public LineLog Log { get; } = new();

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    private string AllText => $"{Output}{Log}";

    public static async Task<ControllerProcess> StartAsync(params string[] options)
    {
        var program = Environment.GetEnvironmentVariable("CONTROLLER_PROGRAM") is { Length: > 0 } named ? named : Path.Combine(AppContext.BaseDirectory, "ManifestController");
        string[] all = ["run", "--host-image", "localhost/inference-host:dev", "--s3-endpoint", "http://s3.example:9000", "--s3-bucket", "boxes", "--http-port", "0", .. options];
        var start = new ProcessStartInfo(program, all) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("INFERENCE_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        var controller = new ControllerProcess(Process.Start(start) ?? throw new InvalidOperationException("the controller could not be started"));
        await Condition.HoldsAsync(() => controller.HasExited || Address().IsMatch(controller.AllText), () => $"the controller does not say where it listens: {controller.AllText}");
        if (controller.HasExited)
            throw new InvalidOperationException($"the controller ended: {controller.AllText}");
        controller.http.BaseAddress = new Uri($"http://127.0.0.1:{Address().Match(controller.AllText).Groups["port"].Value}");
        return controller;
    }

    public Task<HttpResponseMessage> GetAsync(string path) => http.GetAsync(new Uri(path, UriKind.Relative));

    /// <summary>Samples of its metrics by their names with labels.</summary>
    public async Task<Dictionary<string, double>> MetricsAsync()
    {
        var text = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        return text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ')).ToDictionary(parts => parts[0], parts => double.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Requests to the API server so far whose labels hold all of these.</summary>
    public async Task<double> RequestsAsync(params string[] labels) =>
        (await MetricsAsync()).Where(sample => sample.Key.StartsWith("inference_controller_requests_total{", StringComparison.Ordinal) && labels.All(label => sample.Key.Contains(label, StringComparison.Ordinal))).Sum(sample => sample.Value);

    public Task UntilLeadingAsync() => Condition.HoldsAsync(async () => (await MetricsAsync()).GetValueOrDefault("inference_controller_leading") == 1, () => $"it does not lead: {AllText}");

    /// <summary>Waits until it has nothing in hand and asks the API server for nothing but its Lease.</summary>
    public async Task UntilQuietAsync(TimeSpan? patience = null)
    {
        var before = -1.0;
        var began = TimeProvider.System.GetTimestamp();
        var since = began;
        while (TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(2))
        {
            if (TimeProvider.System.GetElapsedTime(began) > (patience ?? TimeSpan.FromSeconds(60)))
                throw new TimeoutException($"it does not come to rest: {AllText}");
            var now = await RestlessnessAsync();
            if (now != before || double.IsNaN(now))
                since = TimeProvider.System.GetTimestamp();
            before = now;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    /// <summary>Waits until its Lease has been renewed so many times.</summary>
    public async Task UntilRenewedAsync(int times)
    {
        var before = await RequestsAsync("resource=\"leases\"");
        await Condition.HoldsAsync(async () => await RequestsAsync("resource=\"leases\"") >= before + times, () => "the Lease is not renewed");
    }

    // grows with whatever it does, but for keeping its Lease; no number while something waits to be done
    private async Task<double> RestlessnessAsync()
    {
        var metrics = await MetricsAsync();
        return metrics.GetValueOrDefault("inference_controller_queue_depth") > 0 ? double.NaN : metrics
            .Where(sample => sample.Key.StartsWith("inference_controller", StringComparison.Ordinal) && sample.Key.Contains("_total", StringComparison.Ordinal) && !sample.Key.Contains("leases", StringComparison.Ordinal))
            .Sum(sample => sample.Value);
    }

    public void Kill() => process.Kill();

    /// <summary>Asks it to stop and waits for its end; the exit status.</summary>
    public async Task<int> StopAsync()
    {
        Signals.SendTerminate(process.Id);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        await reading;
        process.Dispose();
        http.Dispose();
    }

    [GeneratedRegex(@"metrics at http://0\.0\.0\.0:(?<port>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
