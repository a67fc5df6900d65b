namespace Inference.Architecture.Tests;

public sealed class DesignTests
{
    [Fact]
    public void HostFolders_Table_HasNoCircle()
    {
        foreach (var folder in Design.HostFolders.Keys)
            Below(folder).ShouldNotContain(folder);
    }

    [Fact]
    public void HostFolders_Table_NamesFoldersOfTheTableOnly() =>
        Design.HostFolders.Values.SelectMany(used => used).ShouldAllBe(used => Design.HostFolders.ContainsKey(used));

    [Fact]
    public void HostFolders_Table_LetsNobodyUseHosting() => Design.HostFolders.Values.SelectMany(used => used).ShouldNotContain("Hosting");

    [Fact]
    public void Projects_Table_NamesProjectsOfTheTableOnly() =>
        Design.Projects.Values.SelectMany(project => project.References).Where(name => !name.EndsWith(".*")).ShouldAllBe(name => Design.Projects.ContainsKey(name));

    private static HashSet<string> Below(string folder)
    {
        var reached = new HashSet<string>();
        var open = new Queue<string>(Design.HostFolders[folder]);
        while (open.TryDequeue(out var next))
        {
            if (!reached.Add(next))
                continue;
            foreach (var used in Design.HostFolders[next])
                open.Enqueue(used);
        }

        return reached;
    }
}
