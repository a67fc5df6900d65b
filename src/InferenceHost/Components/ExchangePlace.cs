namespace InferenceHost.Components;

/// <summary>Where a component's files come from and go to.</summary>
/// <param name="Namespace">Of the box.</param>
/// <param name="Box">The DataBox whose users' files are exchanged.</param>
/// <param name="Folder">Where, below the host's folder of exchanges, requests have their own folders: a relative path.</param>
internal sealed record ExchangePlace(string Namespace, string Box, string Folder);
