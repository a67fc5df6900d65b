using InferenceHost.Admission.Tokens;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferenceHost.Publishing;

/// <summary>What publishing must know of the host.</summary>
/// <param name="BoxesFolder">Where boxes of the default store are kept: <c>namespace/box/</c> below it.</param>
/// <param name="PublicIsLoopback">Whether only this machine reaches the public listener.</param>
/// <param name="Python">The interpreter of all Python components; null for each its own.</param>
internal sealed record PublishingSettings(string BoxesFolder, bool PublicIsLoopback, string? Python = null)
{
    /// <summary>The unix socket of the launcher that starts the workers of Python components in another container; null where they are started here.</summary>
    public string? PythonSocket { get; init; }

    /// <summary>Callers come by https, as somebody before this host takes care of.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>What callers reach the public listener by; null while its port is not known.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>Where boxes of the default store are kept instead of in a folder.</summary>
    public S3Place? DefaultStore { get; init; }

    /// <summary>What <c>--secrets</c> holds.</summary>
    public MountedSecrets Secrets { get; init; } = MountedSecrets.None;

    /// <summary>What of the access to APIs outlives a reading of the manifests.</summary>
    public KnownAccess Known { get; init; } = new(TimeProvider.System, new IssuerLog(NullLogger.Instance));
}
