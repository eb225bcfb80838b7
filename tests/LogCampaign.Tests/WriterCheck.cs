using System.Globalization;
using System.Text;
using Kappa.Logs;

namespace Kappa.LogCampaign.Tests;

/// <summary>Compares a log with what its writers said of it.</summary>
internal sealed class WriterCheck
{
    private readonly long[] _from = new long[Writer.Partitions];
    private readonly HashSet<(int Thread, int Commit)> _acknowledged = [];

    /// <summary>Records that were found in all checks.</summary>
    public long Records { get; private set; }

    /// <summary>Commits that were found, acknowledged or not.</summary>
    public long Commits { get; private set; }

    /// <summary>Commits that were acknowledged.</summary>
    public long Acknowledgements { get; private set; }

    public void Add(IEnumerable<(int Thread, int Commit)> acknowledged) => _acknowledged.UnionWith(acknowledged);

    /// <summary>
    /// Opens the log, and checks what is new in it: offsets dense, each commit whole and in order, all that was
    /// acknowledged there.
    /// </summary>
    public void Check(string directory, string hint, bool fromStart = false)
    {
        using EmbeddedLog log = EmbeddedLog.Open(DiskFileSystem.Instance, directory, Writer.Options);
        if (log.Find(Writer.Topic) is null)
        {
            Assert.True(_acknowledged.Count == 0, hint);
            return;
        }

        Assert.Equal(1, log.Generation);
        Dictionary<(int, int), (int Expected, HashSet<int> Found)> commits = [];
        for (int partition = 0; partition < Writer.Partitions; partition++)
        {
            Read(log, partition, fromStart ? 0 : _from[partition], commits, hint);
            _from[partition] = log.Offsets(new TopicPartition(Writer.Topic, partition)).LastStable;
        }

        Assert.True(commits.Values.All(commit => commit.Expected == commit.Found.Count), $"{hint}: a half commit");
        (int, int)[] missing = [.. _acknowledged.Where(commit => !commits.ContainsKey(commit))];
        Assert.True(missing.Length == 0, $"{hint}: missing {string.Join(' ', missing)}");
        if (!fromStart)
        {
            (Commits, Acknowledgements) = (Commits + commits.Count, Acknowledgements + _acknowledged.Count);
            _acknowledged.Clear();
        }
    }

    private void Read(
        EmbeddedLog log, int partition, long from, Dictionary<(int, int), (int Expected, HashSet<int> Found)> commits,
        string hint)
    {
        TopicPartition at = new(Writer.Topic, partition);
        using RecordCursor cursor = new(log.OpenReader(at, from));
        Dictionary<int, int> last = [];
        (int Thread, int Commit)? current = null;
        long next = from;
        while (cursor.MoveNext(long.MaxValue))
        {
            int[] value = [.. Encoding.ASCII.GetString(cursor.Value).Split(':')[..4]
                .Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
            (int Thread, int Commit) commit = (value[0], value[1]);
            if (current is { } before && before != commit)
            {
                next++; // The marker between two commits.
                Assert.True(last.GetValueOrDefault(commit.Thread, -1) < commit.Commit, $"{hint}: order of {at}");
            }

            Assert.True(cursor.Offset == next, $"{hint}: offset {cursor.Offset} of {at}, not {next}");
            (int Expected, HashSet<int> Found) shown = commits.GetValueOrDefault(commit, (value[2], []));
            Assert.True(shown.Found.Add(value[3]), $"{hint}: a record is there twice");
            commits[commit] = shown;
            (current, next, last[commit.Thread]) = (commit, next + 1, commit.Commit);
            Records++;
        }

        Assert.Equal(next + (current is null ? 0 : 1), log.Offsets(at).LastStable);
    }
}
