namespace Inference.Cluster;

/// <summary>How an object is applied.</summary>
/// <param name="FieldManager">To whom the fields belong that are sent; those of it that are not sent any more go.</param>
/// <param name="Force">Fields that belong to another manager are taken from it; otherwise they are a conflict.</param>
/// <param name="DryRun">The server says what would come of it, and keeps nothing.</param>
public sealed record ApplyOptions(string FieldManager, bool Force, bool DryRun = false);
