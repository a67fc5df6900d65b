using Inference.Boxes;
using InferenceHost.Exchange;
using InferenceHost.Files;

namespace InferenceHost.Hosting;

/// <summary>What the file API and the exchange of files work with.</summary>
/// <param name="Boxes">The stores.</param>
/// <param name="Signer">Of links to boxes that are folders.</param>
/// <param name="Exchanges">Of files that come and go with predictions.</param>
internal sealed record FileServices(BoxSet Boxes, LinkSigner Signer, Exchanges Exchanges)
{
    /// <summary>Or a message, where the key of links cannot be had.</summary>
    public static (FileServices? Files, string? Problem) Open(DataFolder data, HostServices services)
    {
        var (signer, problem) = LinkSigner.Open(data.LinkKey);
        if (signer is null)
            return (null, problem);
        var failures = new StoreLog(services.Loggers.CreateLogger<StoreLog>());
        var boxes = new BoxSet(new BoxStores(services.Clock), failures, services.Loggers.CreateLogger<BoxSet>());
        return (new FileServices(boxes, signer, Exchanges.Open(data.Exchange, boxes, failures, services.Clock)), null);
    }
}
