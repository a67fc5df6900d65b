using System.Globalization;
using System.Text.Json.Nodes;

namespace Inference.Cluster;

/// <summary>What a Lease says.</summary>
/// <param name="Holder">Empty where it is given back.</param>
/// <param name="ResourceVersion">The state of the object that this was read from.</param>
internal sealed record LeaseRecord(string Holder, TimeSpan Duration, string AcquireTime, string RenewTime, long Transitions, string ResourceVersion)
{
    public static LeaseRecord Read(ClusterObject lease)
    {
        var spec = lease.Json.ObjectAt("spec");
        return new LeaseRecord(
            spec.TextAt("holderIdentity"),
            TimeSpan.FromSeconds(Math.Clamp(spec.NumberAt("leaseDurationSeconds"), 0, int.MaxValue)),
            spec.TextAt("acquireTime"),
            spec.TextAt("renewTime"),
            spec.NumberAt("leaseTransitions"),
            lease.ResourceVersion);
    }

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    public JsonObject ToSpec() => new()
    {
        ["holderIdentity"] = Holder.Length > 0 ? Holder : null, // newer servers refuse an empty one
        ["leaseDurationSeconds"] = Math.Max(1, (int)Duration.TotalSeconds),
        ["acquireTime"] = AcquireTime.Length > 0 ? AcquireTime : null,
        ["renewTime"] = RenewTime.Length > 0 ? RenewTime : null,
        ["leaseTransitions"] = Transitions,
    };
}
