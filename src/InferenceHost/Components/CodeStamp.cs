namespace InferenceHost.Components;

/// <summary>Names, sizes and times of a component's code, told apart by a hash: equal stamps mean nothing changed. <c>default</c> where it has none.</summary>
/// <param name="Files">How many files there are.</param>
/// <param name="Hash">Over all of them, in any order.</param>
/// <param name="NewestWrite">When the last of them was written.</param>
/// <param name="IsWhole">False where there is more below the folder than is looked at.</param>
internal readonly record struct CodeStamp(int Files, int Hash, DateTime NewestWrite, bool IsWhole);
