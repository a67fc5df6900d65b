using Inference.Manifests;

namespace ManifestController.Judging;

/// <summary>Whether a manifest can be used, and what there is to say about it.</summary>
/// <param name="Reason">One word for programs; <c>Accepted</c> where it can.</param>
/// <param name="Message">For a person, with the path of each field.</param>
internal sealed record Verdict(string Reason, string Message)
{
    public const string AcceptedReason = "Accepted";

    public bool IsAccepted => Reason == AcceptedReason;

    /// <summary>Of what was read, with all errors; or, where there is none, all warnings.</summary>
    public static Verdict Of(IReadOnlyList<Diagnostic> diagnostics)
    {
        var errors = diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error).ToList();
        return errors.Count > 0 ? new Verdict("Invalid", Join(errors)) : new Verdict(AcceptedReason, Join(diagnostics));
    }

    // the place is the object itself, which is where this is said
    private static string Join(IEnumerable<Diagnostic> diagnostics) =>
        string.Join("; ", diagnostics.Select(diagnostic => diagnostic.Path.Length == 0 ? diagnostic.Message : $"{diagnostic.Path}: {diagnostic.Message}"));
}
