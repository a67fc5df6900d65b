using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Inference.Manifests;

namespace ManifestController.Hosting;

/// <summary><c>run</c> and its options; each is also an environment variable, <c>INFERENCE_CONTROLLER_</c> and its name, which the command line overrules.</summary>
internal static class RunCommand
{
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromSeconds(1);

    private static readonly Option<string> Kubeconfig = OptionTexts.Text("--kubeconfig", "A kubeconfig; without it the pod's own account.");
    private static readonly Option<string> Namespaces = OptionTexts.Text("--namespaces", "The namespaces to look after, parted by commas; all unless given.");
    private static readonly Option<string> LeaseNamespace = OptionTexts.Text("--lease-namespace", "Where the Lease of the replicas is; the pod's own namespace unless given.");
    private static readonly Option<string> PodPoll = OptionTexts.Text("--pod-poll", "How often a ready pod is asked how its manifests are.", "10s");
    private static readonly Option<string> HttpPort = OptionTexts.Text("--http-port", "Port of /healthz, /readyz and /metrics.", "8081");

    public static Command Build()
    {
        var command = new Command("run", "Makes the cluster agree with its manifests, until told to stop.") { Kubeconfig, Namespaces, LeaseNamespace, PodPoll, HttpPort };
        foreach (var option in PlanOptions.All)
            command.Options.Add(option);
        command.SetAction(RunAsync);
        return command;
    }

    /// <summary>The options, with every mistake in them added to <paramref name="problems"/>.</summary>
    internal static ControllerOptions Read(ParseResult parsed, ICollection<string> problems) => new()
    {
        Plan = PlanOptions.Read(parsed, problems),
        Kubeconfig = OptionTexts.Value(parsed, Kubeconfig),
        Namespaces = [.. OptionTexts.List(parsed, Namespaces).Distinct()],
        LeaseNamespace = OptionTexts.Value(parsed, LeaseNamespace),
        PodPoll = Duration.TryParse(parsed.GetValue(PodPoll), out var poll) && poll.Value >= ShortestPoll ? poll.Value : OptionTexts.Wrong(problems, parsed, PodPoll, "a duration of 1s at least", ShortestPoll),
        HttpPort = ushort.TryParse(parsed.GetValue(HttpPort), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : OptionTexts.Wrong(problems, parsed, HttpPort, "a port, 0 to 65535", 0),
    };

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var options = Read(parsed, problems);
        foreach (var problem in problems)
            await Console.Error.WriteLineAsync(problem);
        if (problems.Count > 0)
            return 1;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, stop));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, stop));
        return await new Running(options).RunAsync(stop.Token);
    }

    private static void Stop(PosixSignalContext signal, CancellationTokenSource stop)
    {
        if (stop.IsCancellationRequested)
            return;
        signal.Cancel = true;
        stop.Cancel();
    }
}
