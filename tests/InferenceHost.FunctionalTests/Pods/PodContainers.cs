using System.Diagnostics;
using Inference.InferenceHost.FunctionalTests.Life;

namespace Inference.InferenceHost.FunctionalTests.Pods;

/// <summary>
/// What the kernel makes of a container, in the words of a shell: mounts of its own, a read-only root, a user without a name or rights, and the program where anybody may read it, since this repository may stand where only its owner gets. Each script is given the data folder and then the program that it becomes.
/// </summary>
internal static class PodContainers
{
    public const string User = "10001";

    private const string Become = "mount -o remount,bind,ro /; exec setpriv --reuid 10001 --regid 10001 --clear-groups --no-new-privs --inh-caps=-all \"$@\"";

    // only the data folder, which has two mounts in it, and $TMPDIR may be written to
    private const string HostScript = $"""
        set -e; data=$1; published=$2; shift 2
        mount --bind "$data" "$data"; mount --bind "$data/work" "$data/work"; mount --bind "$data/exchange" "$data/exchange"
        mount --bind "$TMPDIR" "$TMPDIR"
        mount -t tmpfs none /mnt; mkdir /mnt/app; cp -r "$published/." /mnt/app; chmod -R a+rX /mnt/app
        program=/mnt/app/$(basename "$1"); shift; set -- "$program" "$@"
        {Become}
        """;

    // of the data folder there are the two mounts alone
    private const string AdapterScript = $"""
        set -e; data=$1; shift
        mount -t tmpfs none /mnt; mkdir /mnt/work /mnt/exchange
        mount --bind "$data/work" /mnt/work; mount --bind "$data/exchange" /mnt/exchange
        mount -t tmpfs none "$data"; mkdir "$data/work" "$data/exchange"
        mount --bind /mnt/work "$data/work"; mount -o remount,bind,ro "$data/work"; mount --bind /mnt/exchange "$data/exchange"
        mount -o remount,ro "$data"; umount /mnt/work /mnt/exchange
        cp "$(dirname "$2")"/*.py /mnt; chmod a+r /mnt/*.py; interpreter=$1; shift 2; set -- "$interpreter" /mnt/launcher.py "$@"
        mount --bind "$RUN" "$RUN"
        {Become}
        """;

    /// <summary>The published host, as in an image: the one beside the tests is written to where their coverage is measured, and this container may not write.</summary>
    public static async Task<string[]> OfHostAsync(string data, CancellationToken cancellationToken)
    {
        using var publishing = Process.Start(Repository.Path("eng", "publish-host.sh"));
        await publishing.WaitForExitAsync(cancellationToken);
        publishing.ExitCode.ShouldBe(0);
        return ["unshare", "--mount", "sh", "-c", HostScript, "sh", data, Repository.Path("artifacts", "host")];
    }

    /// <summary>With processes of its own; the variable RUN is the folder that it may write its socket to.</summary>
    public static string[] OfAdapter(string data) => ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c", AdapterScript, "sh", data];
}
