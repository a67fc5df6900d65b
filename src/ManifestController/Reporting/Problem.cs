namespace ManifestController.Reporting;

/// <summary>Why what a manifest asks for could not be made.</summary>
/// <param name="Reason">One word, in CamelCase.</param>
/// <param name="Message">For a person.</param>
internal sealed record Problem(string Reason, string Message);
