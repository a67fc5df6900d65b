using Inference.Boxes;

namespace InferenceHost.Components;

/// <summary>A box's store, which stays open until it is given back.</summary>
/// <param name="Store">It.</param>
/// <param name="Leave">Gives it back; called once.</param>
internal sealed record StoreUse(IBoxStore Store, Action Leave);
