namespace ManifestController.Reporting;

/// <summary>One condition of a manifest's status, before it has a time.</summary>
/// <param name="Type"><c>Accepted</c>, <c>ModelLoaded</c>, <c>Available</c>, <c>RolledOut</c> or <c>Published</c>.</param>
/// <param name="Status">Null where it is not known.</param>
/// <param name="Reason">One word, in CamelCase.</param>
/// <param name="Message">For a person; may be empty.</param>
internal sealed record ManifestCondition(string Type, bool? Status, string Reason, string Message)
{
    public string StatusText => Status switch { true => "True", false => "False", null => "Unknown" };
}
