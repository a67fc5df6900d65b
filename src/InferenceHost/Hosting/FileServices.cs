using Inference.Boxes;
using InferenceHost.Files;

namespace InferenceHost.Hosting;

/// <summary>What the file API works with.</summary>
/// <param name="Boxes">The stores.</param>
/// <param name="Signer">Of links to boxes that are folders.</param>
internal sealed record FileServices(BoxSet Boxes, LinkSigner Signer)
{
    /// <summary>Or a message, where the key of links cannot be had.</summary>
    public static (FileServices? Files, string? Problem) Open(DataFolder data, HostServices services)
    {
        var (signer, problem) = LinkSigner.Open(data.LinkKey);
        return signer is null ? (null, problem) : (new FileServices(new BoxSet(new BoxStores(services.Clock), services.Loggers.CreateLogger<BoxSet>()), signer), null);
    }
}
