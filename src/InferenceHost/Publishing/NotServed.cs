namespace InferenceHost.Publishing;

/// <summary>Why a document is not served.</summary>
/// <param name="Reason">One word for programs: <c>Invalid</c>, <c>NotBuilt</c>, <c>Unpublished</c>, <c>NeedsAuth</c>, <c>KindNotServed</c>, <c>ComponentNotServed</c>.</param>
/// <param name="Message">For a person, with field and file:line.</param>
internal sealed record NotServed(string Reason, string Message);
