namespace InferenceHost.Admission.Passwords;

/// <summary>What came of a name and a password.</summary>
/// <param name="Caller">The name, if both are right.</param>
/// <param name="Pause">When to ask again, where they were not looked at.</param>
internal readonly record struct PasswordVerdict(string? Caller, TimeSpan? Pause = null);
