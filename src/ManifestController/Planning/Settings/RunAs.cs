namespace ManifestController.Planning.Settings;

/// <summary>A user and a group by their numbers, neither of them root's.</summary>
internal readonly record struct RunAs(long User, long Group);
