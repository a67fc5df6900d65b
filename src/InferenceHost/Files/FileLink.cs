namespace InferenceHost.Files;

/// <summary>A signed link. The URL is a secret: it is in answers only, never in a log.</summary>
internal sealed record FileLink(string Url, DateTimeOffset Expires);
