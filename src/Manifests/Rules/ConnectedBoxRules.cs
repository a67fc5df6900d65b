using Inference.Manifests.Documents;
using Inference.Manifests.Reading;
using Inference.Manifests.Schemas;

namespace Inference.Manifests.Rules;

/// <summary>The boxes of an MLComponent: what they refer to, what refers to them, and where they are mounted.</summary>
internal sealed class ConnectedBoxRules
{
    private const string Inference = "spec.mlService.inference";
    private readonly MLComponent _component;
    private readonly FieldReporter _report;
    private readonly DocumentIndex _index;

    private ConnectedBoxRules(MLComponent component, FieldReporter report, DocumentIndex index)
    {
        _component = component;
        _report = report;
        _index = index;
    }

    private IReadOnlyList<ConnectedBox> Boxes => _component.Spec.ConnectedBoxes;

    public static void Check(MLComponent component, FieldReporter report, DocumentIndex index)
    {
        var rules = new ConnectedBoxRules(component, report, index);
        for (var i = 0; i < rules.Boxes.Count; i++)
        {
            rules.CheckReference(rules.Boxes[i], $"spec.connectedBoxes[{i}]");
            rules.CheckMount(i);
        }

        rules.CheckModel();
        rules.CheckAssembly();
        rules.CheckFileExchange();
    }

    private void CheckReference(ConnectedBox box, string path)
    {
        if (box.MountS3Box is { } mount)
            CheckReference(mount.S3BoxName, path + ".mountS3Box.s3BoxName");
        if (box.CopyS3Box is { } copy)
            CheckReference(copy.S3BoxName, path + ".copyS3Box.s3BoxName");
    }

    private void CheckReference(string name, string path)
    {
        var isAlias = _component.Spec.Box(name) is not null && _index.Find(PlatformKinds.Box.Kind, _component.Namespace, name) is null;
        var aliased = isAlias ? _component.Spec.Box(name)!.S3BoxName : "";
        if (isAlias && aliased != name)
            _report.Error(path, $"'{name}' is an alias of this component", "the name of a DataBox", suggestion: aliased.Length == 0 ? null : aliased);
        else
            References.Check(PlatformKinds.Box, name, _component.Namespace, path, _report, _index);
    }

    private void CheckMount(int i)
    {
        var path = $"spec.connectedBoxes[{i}].path";
        var box = Boxes[i];
        if (box.MountS3Box is not null && !_report.Has(path))
            _report.Error(path, "missing", "where the box is mounted, such as /home/ocr/weights");
        if (box is { MountS3Box: null, CopyS3Box: not null, Path: not null })
            _report.Warning(path, "not looked at: a copied box is not mounted");
        if (!IsMounted(box))
            return;
        var other = Boxes.Take(i).ToList().FindIndex(other => IsMounted(other) && AreNested(box.Path!.Value, other.Path!.Value));
        if (other >= 0)
            _report.Error(path, $"the same as, inside of or around the mount path '{Boxes[other].Path}' at {_report.Place($"spec.connectedBoxes[{other}].path")}");
    }

    private void CheckModel()
    {
        if (_component.Spec.MlService.Inference.Model is not { } model)
            return;
        var box = CheckAlias(model.ModelBox, Inference + ".model.modelBox", box => box.MountS3Box is not null, "mountS3Box");
        CheckWithin(model.ModelPath, box, Inference + ".model.modelPath");
    }

    private void CheckAssembly()
    {
        if (_component.Spec.MlService.Inference.EntryPoint.Dotnet is not { } dotnet)
            return;
        var path = Inference + ".entryPoint.dotnet.";
        var box = CheckAlias(dotnet.AssemblyBox, path + "assemblyBox", box => box.MountS3Box is not null, "mountS3Box");
        CheckWithin(dotnet.Assembly, box, path + "assembly");
    }

    private void CheckFileExchange()
    {
        if (_component.Spec.MlService.Inference.FileExchange is not { } exchange)
            return;
        CheckAlias(exchange.FileBox, Inference + ".fileExchange.fileBox", box => box.CopyS3Box is not null, "copyS3Box");
        var path = Inference + ".fileExchange.inferenceFilesPath";
        var mount = Boxes.FirstOrDefault(box => IsMounted(box) && AreNested(box.Path!.Value, exchange.InferenceFilesPath));
        if (mount is not null && exchange.InferenceFilesPath != default)
            _report.Error(path, $"the same as, inside of or around the mount path of box '{mount.Name}', {mount.Path}", "a folder of its own");
    }

    /// <summary>The box of that alias, where it is of the right form; otherwise what is wrong was said.</summary>
    private ConnectedBox? CheckAlias(string alias, string path, Func<ConnectedBox, bool> isRight, string form)
    {
        if (alias.Length == 0)
            return null;
        if (_component.Spec.Box(alias) is not { } box)
        {
            ReportUnknownAlias(alias, path, isRight);
            return null;
        }

        if (isRight(box))
            return box;
        if (box.MountS3Box is not null || box.CopyS3Box is not null)
            _report.Error(path, $"box '{alias}' is not of the form that is needed here", form, box.MountS3Box is null ? "copyS3Box" : "mountS3Box");
        return null;
    }

    private void ReportUnknownAlias(string alias, string path, Func<ConnectedBox, bool> isRight)
    {
        var aliases = Boxes.Select(box => box.Name).Where(name => name.Length > 0).ToList();
        var expected = References.OneOf(aliases) ?? "an alias from spec.connectedBoxes, which has none";
        var meant = Boxes.FirstOrDefault(box => box.S3BoxName == alias && isRight(box)) ?? Boxes.FirstOrDefault(box => box.S3BoxName == alias);
        if (meant is not null || _index.Find(PlatformKinds.Box.Kind, _component.Namespace, alias) is not null)
            _report.Error(path, $"'{alias}' is the name of a DataBox, not the alias of an entry of spec.connectedBoxes", expected, suggestion: meant?.Name);
        else
            _report.Error(path, "no entry of spec.connectedBoxes has this alias", expected, Printable.Quote(alias), NearName.Find(alias, aliases));
    }

    private void CheckWithin(ContainerPath path, ConnectedBox? box, string field)
    {
        if (box?.Path is { } mount && path != default && !path.IsWithin(mount))
            _report.Error(field, $"outside of the mount path of box '{box.Name}'", $"a path within {mount}", Printable.Quote(path.Value));
    }

    private static bool IsMounted(ConnectedBox box) => box is { MountS3Box: not null, Path: not null };

    private static bool AreNested(ContainerPath left, ContainerPath right) => left.IsWithin(right) || right.IsWithin(left);
}
