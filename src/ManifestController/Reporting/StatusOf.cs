using ManifestController.Judging;

namespace ManifestController.Reporting;

/// <summary>What is found out of a manifest in, its status out.</summary>
internal static class StatusOf
{
    private const string NotServed = "not-served";

    /// <param name="verdict">Of the manifest.</param>
    /// <param name="problem">Why what it asks for could not be made; null where it was.</param>
    /// <param name="host">How what was made is; of an earlier version, where this one is not accepted.</param>
    /// <param name="url">Where it is called; null where no API leads to it.</param>
    public static ManifestStatus Component(Verdict verdict, Problem? problem, HostState host, string? url)
    {
        var accepted = Accepted(verdict, problem);
        host = Of(accepted, host);
        var isServing = host.IsAvailable;
        var status = Judge(accepted, isServing, "the last version that was accepted serves on", host.State, host.Message);
        return status with
        {
            Url = url,
            Model = Short(host.Digest),
            Replicas = host.Replicas,
            ReadyReplicas = host.ReadyReplicas,
            Conditions =
            [
                accepted,
                new ManifestCondition("Available", isServing, isServing ? "Serving" : host.Reason, isServing ? "" : host.Message),
                new ManifestCondition("ModelLoaded", host.IsModelLoaded, host.IsModelLoaded == true ? "Loaded" : host.Reason, host.IsModelLoaded == true ? "" : host.Message),
                new ManifestCondition("RolledOut", host.IsRolledOut, host.IsRolledOut ? "Complete" : host.Reason, host.IsRolledOut ? "" : host.Message),
            ],
        };
    }

    /// <param name="judged">The manifest.</param>
    /// <param name="problem">Why what it asks for could not be made; null where it was.</param>
    /// <param name="host">How what answers behind it is.</param>
    public static ManifestStatus Api(JudgedManifest judged, Problem? problem, HostState host)
    {
        var accepted = Accepted(judged.Verdict, problem);
        if (accepted.Status == true && !judged.IsPublished)
        {
            const string Message = "published is false: callers get 404";
            return new ManifestStatus { State = NotServed, Message = Message, Conditions = [accepted, new ManifestCondition("Published", false, "Unpublished", Message)] };
        }

        host = Of(accepted, host);
        var isServed = host.IsAvailable && host.State is not NotServed && (judged.Verdict.IsAccepted || judged.IsKept);
        if (accepted.Status == false && !isServed)
            host = host with { Reason = "NotAccepted", Message = accepted.Message };
        return Judge(accepted, isServed, "the last version that was accepted is published on", host.State, host.Message) with
        {
            Url = judged.Url,
            Conditions = [accepted, new ManifestCondition("Published", isServed, isServed ? "Serving" : host.Reason, isServed ? "" : host.Message)],
        };
    }

    public static ManifestStatus Box(Verdict verdict)
    {
        var accepted = Accepted(verdict, problem: null);
        return new ManifestStatus { State = verdict.IsAccepted ? "ready" : NotServed, Message = verdict.Message, Conditions = [accepted] };
    }

    // nothing is on its way for what is not accepted
    private static HostState Of(ManifestCondition accepted, HostState host) =>
        accepted.Status == true || host.Reason != HostState.Creating ? host : host with { Reason = "NotAccepted", Message = accepted.Message };

    private static ManifestCondition Accepted(Verdict verdict, Problem? problem) =>
        !verdict.IsAccepted || problem is null
            ? new ManifestCondition("Accepted", verdict.IsAccepted, verdict.Reason, verdict.Message)
            : new ManifestCondition("Accepted", false, problem.Reason, problem.Message);

    private static ManifestStatus Judge(ManifestCondition accepted, bool isServing, string remark, string state, string message) => accepted.Status == true
        ? new ManifestStatus { State = state, Message = Join(message, accepted.Message) }
        : new ManifestStatus { State = isServing ? "ready" : NotServed, Message = isServing ? $"{accepted.Message}; {remark}" : accepted.Message };

    private static string Join(string one, string other) => one.Length == 0 ? other : other.Length == 0 ? one : $"{one}; {other}";

    private static string? Short(string? digest)
    {
        const int Digits = 12;
        var digits = digest?.StartsWith("sha256:", StringComparison.Ordinal) == true ? digest["sha256:".Length..] : digest;
        return digits?.Length > Digits ? digits[..Digits] : digits;
    }
}
