using Inference.Manifests.Documents;

namespace Inference.Manifests.Rules;

/// <summary>What goes beyond single fields of an APIComponent.</summary>
internal static class ApiRules
{
    private const string RestfulApi = "spec.restfulApi";
    private const string PathField = RestfulApi + ".path";

    public static APIComponent Check(APIComponent api, FieldReporter report, DocumentIndex index)
    {
        CheckTarget(api, report, index);
        CheckAuth(api, report, index);
        CheckLimits(api.Spec.RestfulApi, report);
        CheckPath(api, report);
        if (!report.HasErrors)
            CheckUrl(api, report, index);
        return api;
    }

    private static void CheckTarget(APIComponent api, FieldReporter report, DocumentIndex index)
    {
        if (api.Spec.MlComponent is { } component)
            References.Check(PlatformKinds.Component, component.Name, api.Namespace, "spec.mlComponent.name", report, index);
        if (api.Spec.ExperimentPipeline is { } pipeline)
            References.Check(PlatformKinds.ExperimentPipeline, pipeline.Name, api.Namespace, "spec.experimentPipeline.name", report, index);
        else if (api.Spec.ApiSpec is not null)
            report.Warning("spec.apiSpec", "only looked at beside experimentPipeline");
    }

    private static void CheckAuth(APIComponent api, FieldReporter report, DocumentIndex index)
    {
        if (report.IsEmpty(RestfulApi + ".auth"))
            report.Warning(RestfulApi + ".auth", "nothing stands here, which is the same as no auth at all");
        if (api.Spec.RestfulApi.Auth is not { } auth)
            return;
        if (auth.Basic is { } basic)
            CheckUsers(basic.Credentials, api.Namespace, RestfulApi + ".auth.basic.credentials", report, index);
        if (auth.Oidc?.UsersSecret is { } users)
            CheckUsers(users, api.Namespace, RestfulApi + ".auth.oidc.usersSecret", report, index);
        if (auth is { Anonymous: not null, IdentityPassThrough: true })
            report.Warning(RestfulApi + ".auth.identityPassThrough", "nobody is known where access is anonymous");
        if (auth.Anonymous is not null && api.Spec.Target == ApiTarget.Files)
            report.Warning(RestfulApi + ".auth.anonymous", "files belong to a user: without one the file API refuses every request");
    }

    private static void CheckUsers(string name, string @namespace, string path, FieldReporter report, DocumentIndex index)
    {
        if (References.CheckSecret(name, @namespace, path, report, index)?.Manifest is not Secret secret)
            return;
        var place = index.Find(PlatformKinds.Secret.Kind, @namespace, name)!.Identity.Location;
        foreach (var (user, value) in secret.Values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            // the key is not repeated: what is no user name may be a password in the wrong place
            if (!UserName.IsValid(user))
                report.Error(path, $"Secret '{name}' ({place}) has a key that is no user name", UserName.Expectation);
            else if (value.Bytes.IsEmpty && path.EndsWith("credentials", StringComparison.Ordinal))
                report.Error(path, $"Secret '{name}' ({place}) has a user without a password");
        }
    }

    private static void CheckLimits(RestfulApi restful, FieldReporter report)
    {
        if (restful.Limits is { Burst: not null } && !report.Has(RestfulApi + ".limits.requestsPerSecond"))
            report.Error(RestfulApi + ".limits.burst", "", "requestsPerSecond beside it", "no rate");
        if (restful.Cors is { Origins.Count: > 1 } cors && cors.Origins.Contains("*"))
            report.Error(RestfulApi + ".cors.origins", "", "'*' alone or a list of origins", "both");
    }

    private static void CheckPath(APIComponent api, FieldReporter report)
    {
        var wantsPath = api.Spec.Target is ApiTarget.MlComponent or ApiTarget.ExperimentPipeline;
        if (wantsPath && !report.Has(PathField))
            report.Error(PathField, "missing", Schemas.Texts.UrlPath.Expectation);
        // servers that fold case would send such a path to the file API
        if (wantsPath && UrlSegment.FileApi.Equals(api.Spec.RestfulApi.Path, StringComparison.OrdinalIgnoreCase))
            report.Error(PathField, "'files' is taken: the file API stands there", "another URL segment");
    }

    // a document with errors takes no URL away from others
    private static void CheckUrl(APIComponent api, FieldReporter report, DocumentIndex index)
    {
        var isFiles = api.Spec.Target == ApiTarget.Files;
        var url = isFiles ? UrlSegment.FileApi : api.Spec.RestfulApi.Path;
        if (url is null)
            return;
        var field = isFiles ? "spec.files" : PathField;
        if (index.TakeUrl(api.Namespace, url, report.At(field)) is { } first)
            report.Error(field, $"the URL /{api.Namespace}/{url} is taken already, at {first}");
    }
}
