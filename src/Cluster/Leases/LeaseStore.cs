using System.Text.Json.Nodes;

namespace Inference.Cluster;

/// <summary>Reads and writes one Lease. A write takes effect only on the state that was read.</summary>
internal sealed class LeaseStore(ClusterClient client, ObjectName name)
{
    private static readonly ResourceType Leases = new("coordination.k8s.io", "v1", "leases", "Lease");

    /// <returns>Null where there is none.</returns>
    public async Task<(LeaseRecord? Record, ClusterError? Error)> ReadAsync(CancellationToken cancellationToken)
    {
        var read = await client.GetAsync(Leases, name, cancellationToken);
        return read.TryGet(out var lease, out var error)
            ? (LeaseRecord.Read(lease), null)
            : (null, error.Code == ClusterErrorCode.NotFound ? null : error);
    }

    /// <param name="record">With the version that was read; empty to make a new one.</param>
    public async Task<ClusterResult<LeaseRecord>> WriteAsync(LeaseRecord record, CancellationToken cancellationToken)
    {
        var written = record.ResourceVersion.Length > 0
            ? await client.MergePatchAsync(Leases, name, Patch(record), subresource: null, cancellationToken)
            : await client.CreateAsync(Leases, name.Namespace, New(record), cancellationToken);
        return written.TryGet(out var lease, out var error) ? LeaseRecord.Read(lease) : error;
    }

    /// <summary>The lease now and whenever it changes; null where there is none.</summary>
    public async IAsyncEnumerable<LeaseRecord?> WatchAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var scope = new ListScope { Namespace = name.Namespace, FieldSelector = $"metadata.name={name.Name}" };
        await foreach (var happened in client.WatchAsync(Leases, scope, cancellationToken))
        {
            if (happened is WatchEvent.Listed listed)
                yield return listed.Items is [var lease] ? LeaseRecord.Read(lease) : null;
            else if (happened is WatchEvent.Changed changed)
                yield return LeaseRecord.Read(changed.Object);
            else if (happened is WatchEvent.Deleted)
                yield return null;
        }
    }

    private static JsonObject Patch(LeaseRecord record) =>
        new() { ["metadata"] = new JsonObject { ["resourceVersion"] = record.ResourceVersion }, ["spec"] = record.ToSpec() };

    private JsonObject New(LeaseRecord record) => new()
    {
        ["apiVersion"] = Leases.ApiVersion,
        ["kind"] = Leases.Kind,
        ["metadata"] = new JsonObject { ["name"] = name.Name, ["namespace"] = name.Namespace },
        ["spec"] = record.ToSpec(),
    };
}
