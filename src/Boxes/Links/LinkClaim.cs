namespace Inference.Boxes;

/// <summary>What a signed link allows: one method, on one file of one caller, for a while.</summary>
/// <param name="Method">What may be done.</param>
/// <param name="Namespace">Of the box.</param>
/// <param name="Box">Its name.</param>
/// <param name="User">Whose part of the box.</param>
/// <param name="Path">Decoded, inside that part.</param>
/// <param name="Expires">Whole seconds count.</param>
public sealed record LinkClaim(LinkMethod Method, string Namespace, string Box, string User, BoxPath Path, DateTimeOffset Expires);
