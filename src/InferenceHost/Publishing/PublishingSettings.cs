namespace InferenceHost.Publishing;

/// <summary>What publishing must know of the host.</summary>
/// <param name="BoxesFolder">Where boxes of the default store are kept: <c>namespace/box/</c> below it.</param>
/// <param name="PublicIsLoopback">Whether only this machine reaches the public listener.</param>
internal sealed record PublishingSettings(string BoxesFolder, bool PublicIsLoopback);
