namespace Inference.Boxes;

/// <summary>One page of a listing.</summary>
/// <param name="Groups">Full names of the groups that hold files.</param>
/// <param name="Files">The files.</param>
/// <param name="Continuation">What the next page is asked with; null on the last.</param>
/// <param name="Unnameable">How many things were passed over because their names are none that a <see cref="BoxPath"/> may have.</param>
public sealed record BoxPage(IReadOnlyList<BoxPrefix> Groups, IReadOnlyList<BoxEntry> Files, string? Continuation, int Unnameable = 0);
