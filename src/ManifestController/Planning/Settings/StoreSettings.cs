namespace ManifestController.Planning.Settings;

/// <summary>The default S3 store.</summary>
/// <param name="Endpoint">Its http or https address, as pods reach it.</param>
/// <param name="Bucket">All boxes lie in it, below <c>namespace/box/</c>.</param>
/// <param name="Region">As requests are signed for.</param>
/// <param name="CredentialsSecret">A Secret of each namespace: <c>AWS_ACCESS_KEY_ID</c>, <c>AWS_SECRET_ACCESS_KEY</c> and, where there is one, <c>AWS_SESSION_TOKEN</c>.</param>
internal sealed record StoreSettings(string Endpoint, string Bucket, string Region, string CredentialsSecret);
