using Amazon.S3.Model;

namespace Inference.Boxes.S3;

/// <summary>A store's list of keys as a page of a box.</summary>
internal static class S3Listing
{
    public static BoxPage ToPage(ListObjectsV2Response found, string root)
    {
        var groups = new List<BoxPrefix>();
        var files = new List<BoxEntry>();
        var unnameable = 0;
        foreach (var prefix in found.CommonPrefixes ?? [])
        {
            if (BoxPrefix.TryParse(prefix[root.Length..], out var group, out _) && !group.IsWhole)
                groups.Add(group);
            else
                unnameable++;
        }

        foreach (var item in found.S3Objects ?? [])
        {
            if (BoxPath.TryParse(item.Key[root.Length..], out var path, out _))
                files.Add(new BoxEntry(path, item.Size ?? 0, S3Store.Unquote(item.ETag), S3Store.ToTime(item.LastModified)));
            else if (!item.Key.EndsWith('/') || item.Size > 0)
                unnameable++;

            // the other case is what consoles make to show an empty folder
        }

        return new BoxPage(groups, files, found.IsTruncated is true ? found.NextContinuationToken : null, unnameable);
    }
}
