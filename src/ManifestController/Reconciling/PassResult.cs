namespace ManifestController.Reconciling;

/// <summary>What came of one pass over one key.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="Message">Why it failed, for the log.</param>
internal readonly record struct PassResult(OutcomeKind Kind, string Message = "")
{
    public static PassResult Settled { get; } = new(OutcomeKind.Settled);

    public static PassResult Failed(string message) => new(OutcomeKind.Failed, message);
}
