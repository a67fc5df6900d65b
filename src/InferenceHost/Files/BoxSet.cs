using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using InferenceHost.Publishing;

namespace InferenceHost.Files;

/// <summary>The boxes of the host. <see cref="Apply"/> is called by one caller at a time; boxes are taken by all.</summary>
internal sealed partial class BoxSet(BoxStores stores, StoreLog failures, ILogger<BoxSet> logger)
{
    private readonly List<Task> leaving = [];
    private FrozenDictionary<(string Namespace, string Name), Box> boxes = FrozenDictionary<(string Namespace, string Name), Box>.Empty;

    /// <summary>Makes the set agree with the plan: what is unchanged stays as it is, what is gone finishes what it does.</summary>
    public void Apply(IReadOnlyList<PlannedBox> planned)
    {
        var next = new Dictionary<(string Namespace, string Name), Box>();
        foreach (var plan in planned)
        {
            var key = (plan.Namespace, plan.Name);
            if (boxes.TryGetValue(key, out var same) && same.Plan == plan)
                next[key] = same;
            else if (Open(plan) is { } box)
                next[key] = box;
        }

        var before = boxes;
        Volatile.Write(ref boxes, next.ToFrozenDictionary());
        leaving.RemoveAll(task => task.IsCompleted);
        leaving.AddRange(before.Values.Except(next.Values).Select(box => box.RetireAsync()));
    }

    /// <summary>The box, not to be disposed of before <see cref="Box.Leave"/>.</summary>
    public bool TryEnter(string @namespace, string name, [NotNullWhen(true)] out Box? box) =>
        Volatile.Read(ref boxes).TryGetValue((@namespace, name), out box) && box.TryEnter();

    /// <summary>Gives all of them up; completes when none is in use any more.</summary>
    public async Task StopAsync()
    {
        Apply([]);
        await Task.WhenAll(leaving);
        stores.Dispose();
    }

    private Box? Open(PlannedBox plan)
    {
        try
        {
            return new Box(plan, stores.Open(plan), failures);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnusable(logger, plan.Namespace, plan.Name, e.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "the box {Namespace}/{Box} cannot be used: {Reason}")]
    private static partial void LogUnusable(ILogger logger, string @namespace, string box, string reason);
}
