using Inference.Cluster;
using ManifestController.Pods;
using ManifestController.Watching;

namespace ManifestController.Reporting;

/// <summary>A Deployment and its pods in, how they are out.</summary>
internal static class HostStateReader
{
    /// <param name="deployment">As the cluster has it; null where it has none yet.</param>
    /// <param name="pods">All of its pods.</param>
    /// <param name="reportOf">What the host in a pod says.</param>
    /// <param name="kind">Of the manifest that is asked about.</param>
    /// <param name="name">Of the manifest that is asked about.</param>
    public static HostState Read(ClusterObject? deployment, IReadOnlyList<ClusterObject> pods, Func<ClusterObject, PodReport?> reportOf, string kind, string name)
    {
        if (deployment is null)
            return new HostState { State = "loading", Reason = HostState.Creating };
        var rollout = Rollout.Of(deployment);
        var state = new HostState { State = "loading", Reason = "Starting", Replicas = rollout.Replicas, ReadyReplicas = rollout.Ready, IsAvailable = rollout.Available > 0, IsRolledOut = rollout.IsComplete };
        var present = pods.Where(pod => !PodFields.IsLeaving(pod)).OrderByDescending(pod => pod.CreationTimestamp).ToList();
        var reports = present.Select(pod => (Pod: pod, Said: reportOf(pod)?.Find(kind, name))).ToList();
        var serving = reports.Where(report => PodFields.IsReady(report.Pod)).Select(report => report.Said).OfType<ReportedDocument>().FirstOrDefault();
        var problem = reports.Where(report => !PodFields.IsReady(report.Pod)).Select(report => Problem(report.Pod, report.Said)).FirstOrDefault(found => found is not null);
        if (!rollout.IsComplete && problem is null && RolloutProblem(deployment) is { } refused)
            problem = new ReportedDocument(kind, name, "failed", "PodsRefused", refused, null);
        if (state.IsAvailable && kind == Kinds.Api.Kind && serving is null && present.Any(pod => PodFields.IsReady(pod) && reportOf(pod) is not null))
            return state with { IsAvailable = false, Message = problem is { Message.Length: > 0 } ? $"no pod serves it yet: {problem.Message}" : "no pod serves it yet" };
        return state.IsAvailable ? Serving(state, serving, problem) : NotServing(state, problem);
    }

    // of a host that serves: the newest model is not the one it serves with
    private static bool IsLeftBehind(ReportedDocument said) => said.Reason is "ReloadFailed" or "ModelMissing";

    private static HostState Serving(HostState state, ReportedDocument? serving, ReportedDocument? problem)
    {
        var digest = serving?.Digest;
        if (state.IsRolledOut)
        {
            // a new model that does not load leaves the one before serving, and its host says so
            var reason = serving is { Reason.Length: > 0 } ? serving.Reason : "Serving";
            return state with { State = serving?.State is { Length: > 0 } said ? said : "ready", Reason = reason, Message = serving?.Message ?? "", Digest = digest, IsModelLoaded = serving is null ? null : serving.State == "ready" && !IsLeftBehind(serving) };
        }

        var isStuck = problem is { State: "failed" };
        var message = problem is null ? "a new version is being rolled out"
            : isStuck ? $"a new version does not get ready, the one before it serves on: {problem.Message}"
            : $"a new version is being rolled out: {(problem.Message.Length > 0 ? problem.Message : problem.State)}";
        return state with { State = "ready", Reason = isStuck ? problem!.Reason : "RollingOut", Message = message, Digest = digest, IsModelLoaded = problem is not { State: "failed", Kind.Length: > 0 } };
    }

    private static HostState NotServing(HostState state, ReportedDocument? problem) => problem is null
        ? state with { Message = "the pods are starting" }
        : state with { State = problem.State, Reason = problem.Reason, Message = problem.Message, IsModelLoaded = problem.Kind.Length > 0 ? false : null };

    /// <summary>What the cluster says is wrong with the pod, else what its host says is not right yet.</summary>
    private static ReportedDocument? Problem(ClusterObject pod, ReportedDocument? said)
    {
        if (PodDiagnosis.Of(pod) is { } problem)
            return new ReportedDocument("", "", problem.IsWaiting ? "waiting" : "failed", problem.Reason, problem.Message, null);
        return said is null or { State: "ready" } ? null : said with { Reason = said.Reason.Length > 0 ? said.Reason : Word(said.State) };
    }

    // a quota or an admission rule that lets no pod be made
    private static string? RolloutProblem(ClusterObject deployment)
    {
        foreach (var condition in RawFields.Items(deployment.Json, "status", "conditions"))
        {
            if (RawFields.Text(condition, "type") == "ReplicaFailure" && RawFields.Text(condition, "status") == "True")
                return $"the cluster refuses the pods: {RawFields.Text(condition, "message")}";
        }

        return null;
    }

    private static string Word(string state) => state.Length == 0 ? "Unknown" : char.ToUpperInvariant(state[0]) + state[1..].Replace("-", "", StringComparison.Ordinal);
}
