namespace Kappa.Engine.Tests;

/// <summary>A table of the model, with its rows.</summary>
internal sealed class ModelTable(ModelTopology model, int tasks)
{
    private readonly List<Action<ModelChange>> _next = [];

    public Dictionary<string, (string Value, long TimestampMs)> Rows { get; } = [];

    /// <summary>Takes a record of the topic that the table is made of.</summary>
    public void Take(ModelRecord record)
    {
        if (record.Key is not null)
        {
            string? old = Rows.TryGetValue(record.Key, out (string Value, long) row) ? row.Value : null;
            Change(record.Key, record.Value, old, record.TimestampMs, record.Task);
        }
    }

    public void Change(string key, string? now, string? old, long timestampMs, int task)
    {
        if (now is null)
        {
            Rows.Remove(key);
        }
        else
        {
            Rows[key] = (now, timestampMs);
        }

        _next.ForEach(next => next(new ModelChange(key, now, old, timestampMs, task)));
    }

    public ModelTable Join(ModelTable right, string store, bool isLeft = false)
    {
        ModelTable joined = model.AddTable(store, tasks);
        _next.Add(change => JoinLeft(change, right, joined, isLeft));
        right._next.Add(change => JoinRight(change, joined, isLeft));
        return joined;
    }

    public ModelStream ToStream()
    {
        var stream = new ModelStream(model, tasks);
        _next.Add(change => stream.Push(new ModelRecord(change.Key, change.Now, change.TimestampMs, change.Task)));
        return stream;
    }

    private static void JoinLeft(ModelChange change, ModelTable right, ModelTable joined, bool isLeft)
    {
        bool hasRow = right.Rows.TryGetValue(change.Key, out (string Value, long TimestampMs) row);
        if (hasRow || (isLeft && (change.Now ?? change.Old) is not null))
        {
            joined.Change(
                change.Key, Paired(change.Now, row.Value), Paired(change.Old, row.Value),
                hasRow ? Math.Max(change.TimestampMs, row.TimestampMs) : change.TimestampMs, change.Task);
        }
    }

    private void JoinRight(ModelChange change, ModelTable joined, bool isLeft)
    {
        if (Rows.TryGetValue(change.Key, out (string Value, long TimestampMs) row))
        {
            joined.Change(
                change.Key,
                change.Now is not null || isLeft ? Paired(row.Value, change.Now) : null,
                change.Old is not null || isLeft ? Paired(row.Value, change.Old) : null,
                Math.Max(change.TimestampMs, row.TimestampMs), change.Task);
        }
    }

    private static string? Paired(string? left, string? right) => left is null ? null : BacklogWords.Pair(left, right);
}
