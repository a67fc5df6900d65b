using InferenceHost.Components;

namespace InferenceHost.Protocols.Json;

/// <summary>
/// Walks over a tensor's data as JSON gives it: a flat array of all elements, row-major; arrays in one another that agree with the shape
/// exactly; or, for a scalar, the bare element. Its methods give false where something is malformed (the cursor says what) or wrong (a problem was added).
/// </summary>
internal static class DataWalk
{
    /// <summary>Reads the data, which must be next, into a run that has room for <paramref name="count"/> elements, as many as the shape's.</summary>
    public static bool Read<TRun>(ref JsonCursor cursor, in DataTarget target, int count, ref TRun run, ref ProblemList problems)
        where TRun : IDataRun, allows ref struct
    {
        if (cursor.PeekKind() != JsonKind.Array)
            return ReadScalar(ref cursor, target, ref run, ref problems);
        if (!cursor.BeginArray())
            return false;
        if (target.Shape.Rank > 1 && cursor.PeekKind() == JsonKind.Array)
        {
            Span<int> indices = stackalloc int[target.Shape.Rank];
            return ReadNested(ref cursor, target, 0, indices, ref run, ref problems);
        }

        if (!run.ReadRun(ref cursor, count, out var got))
            return Refuse(ref cursor, target, [got], ref problems);
        if (got == count)
            return true;
        problems.Add(target.Path.ToString(), target.Miscount(count, got));
        return false;
    }

    private static bool ReadScalar<TRun>(ref JsonCursor cursor, in DataTarget target, ref TRun run, ref ProblemList problems)
        where TRun : IDataRun, allows ref struct
    {
        if (target.Shape.Rank == 0)
            return run.ReadOne(ref cursor) || Refuse(ref cursor, target, [], ref problems);
        Mismatch.Add(ref cursor, target.Path, $"an array of {target.Noun(plural: true)}", ref problems);
        return false;
    }

    /// <summary>Reads the rest of an array that holds the slices along an axis.</summary>
    /// <param name="indices">One for each axis; those of the axes before are set.</param>
    private static bool ReadNested<TRun>(
        ref JsonCursor cursor, in DataTarget target, int axis, scoped Span<int> indices, ref TRun run, ref ProblemList problems)
        where TRun : IDataRun, allows ref struct
    {
        long got;
        if (axis == target.Shape.Rank - 1)
        {
            var isRead = run.ReadRun(ref cursor, (int)target.Shape[axis], out var count);
            indices[axis] = count;
            if (!isRead)
                return Refuse(ref cursor, target, indices, ref problems);
            got = count;
        }
        else if (!ReadSlices(ref cursor, target, axis, indices, ref run, ref problems, out got))
        {
            return false;
        }

        if (got == target.Shape[axis])
            return true;
        problems.Add(target.At(indices[..axis]), target.MiscountAlong(axis, got));
        return false;
    }

    private static bool ReadSlices<TRun>(
        ref JsonCursor cursor, in DataTarget target, int axis, scoped Span<int> indices, ref TRun run, ref ProblemList problems, out long count)
        where TRun : IDataRun, allows ref struct
    {
        count = 0;
        for (var first = true; cursor.NextElement(ref first); count++)
        {
            indices[axis] = (int)count;
            if (count >= target.Shape[axis])
            {
                // one too many: only counted
                if (!cursor.Skip(namedNumbers: true))
                    return false;
            }
            else if (cursor.PeekKind() != JsonKind.Array)
            {
                Mismatch.Add(ref cursor, target.Path, indices[..(axis + 1)], $"an array, as axis {axis + 1} of shape {target.Shape} asks for", ref problems);
                return false;
            }
            else if (!cursor.BeginArray() || !ReadNested(ref cursor, target, axis + 1, indices, ref run, ref problems))
            {
                return false;
            }
        }

        return !cursor.Failed;
    }

    /// <summary>Says why the element that is next was not read, unless something is malformed already.</summary>
    private static bool Refuse(ref JsonCursor cursor, in DataTarget target, scoped ReadOnlySpan<int> indices, ref ProblemList problems)
    {
        if (!cursor.Failed && Mismatch.OfElement(ref cursor, target.Type) is { } message)
            problems.Add(target.At(indices), message);
        return false;
    }
}
