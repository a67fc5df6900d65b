using Inference.Cluster;
using ManifestController.Applying;
using ManifestController.Watching;

namespace ManifestController.Reporting;

/// <summary>Writes a status once per pass, and only where it says something new; each condition that turned is an event too.</summary>
internal sealed class StatusWriter(ClusterClient client, ObjectStores stores, EventRecorder events, TimeProvider clock)
{
    private static readonly ApplyOptions Forced = new(ObjectApplier.FieldManager, Force: true);

    /// <summary>Null, or why it could not be written. A manifest that is gone needs none.</summary>
    public async Task<ClusterError?> WriteAsync(ResourceType type, ClusterObject manifest, ManifestStatus status, CancellationToken cancellationToken)
    {
        if (StatusBody.Write(manifest, type, status, clock.GetUtcNow()) is not { } body)
            return null;
        var answer = await client.ApplyStatusAsync(type, manifest.Id, body, Forced, cancellationToken);
        if (!answer.TryGet(out var written, out var error))
            return error.Code == ClusterErrorCode.NotFound ? null : error;
        stores[type].Put(written);
        foreach (var condition in StatusBody.Changed(manifest, status))
        {
            // that a new manifest is valid is what one expects
            if (condition is not { Type: "Accepted", Status: true } || StatusBody.IsWritten(manifest))
                Tell(manifest, condition);
        }

        return null;
    }

    // what is not known, or only on its way, is no news
    private void Tell(ClusterObject manifest, ManifestCondition condition)
    {
        if (condition.Status == true)
            events.Record(manifest, EventType.Normal, condition.Type, condition.Message.Length > 0 ? condition.Message : Good(condition.Type));
        else if (condition is { Status: false, Message.Length: > 0 } && condition.Reason is not ("Creating" or "Starting" or "Loading"))
            events.Record(manifest, EventType.Warning, condition.Reason, condition.Message);
    }

    private static string Good(string type) => type switch
    {
        "Accepted" => "the manifest is valid",
        "ModelLoaded" => "the model is loaded",
        "RolledOut" => "all pods serve the newest version",
        "Published" => "callers are answered",
        _ => "at least one pod serves",
    };
}
