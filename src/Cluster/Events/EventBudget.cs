namespace Inference.Cluster;

/// <summary>
/// How many events an object may have: 25 at once, and one more every five minutes, as Kubernetes' own components have it. An object that fails in a
/// new way at each try costs the cluster no more than that. One user at a time.
/// </summary>
internal sealed class EventBudget(TimeProvider clock, int objects)
{
    private const double Burst = 25;
    private static readonly TimeSpan Refill = TimeSpan.FromMinutes(5);
    private readonly RecentEntries<EventSubject, (double Left, long At)> budgets = new(objects);

    public bool TryTake(EventSubject subject)
    {
        var now = clock.GetTimestamp();
        var left = budgets.TryGet(subject, out var budget) ? Math.Min(Burst, budget.Left + (clock.GetElapsedTime(budget.At, now) / Refill)) : Burst;
        var taken = left >= 1;
        budgets.Set(subject, (taken ? left - 1 : left, now));
        return taken;
    }
}
