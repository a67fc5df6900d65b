using InferenceHost.Admission.Passwords;

namespace InferenceHost.Publishing;

/// <summary>User lists by Secret, so that one that did not change is the same list after the manifests are read again, and recalls whom it let in.</summary>
internal sealed class KnownUsers
{
    private readonly Dictionary<(string Namespace, string Name), UserList> lists = [];

    public UserList ListOf(string space, string name, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> values) =>
        lists.TryGetValue((space, name), out var known) && known.IsOf(values) ? known : lists[(space, name)] = new UserList(values);
}
