using Inference.Boxes;

namespace InferenceHost.Components;

/// <summary>What parts of boxes are brought with.</summary>
/// <param name="Cache">Where they are brought to.</param>
/// <param name="Take">The store of a box; null where there is none that can be used.</param>
/// <param name="PollInterval">How often stores are asked whether anything changed.</param>
/// <param name="Clock">What time it is.</param>
internal sealed record MountSources(MountCache Cache, Func<BoxPart, StoreUse?> Take, TimeSpan PollInterval, TimeProvider Clock);
