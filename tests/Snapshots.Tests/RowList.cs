using System.Text;

namespace Kappa.Snapshots.Tests;

/// <summary>A dump in memory: its rows as JSON, one after the other.</summary>
internal sealed class RowList(params IEnumerable<string> rows) : ISnapshotSource
{
    public Task ReadAsync(ISnapshotRows sink, CancellationToken cancellationToken)
    {
        long line = 0;
        foreach (string row in rows)
        {
            sink.Add(++line, Encoding.UTF8.GetBytes(row));
        }

        return Task.CompletedTask;
    }

    public string Describe(long place) => $"line {place} of the dump";
}
