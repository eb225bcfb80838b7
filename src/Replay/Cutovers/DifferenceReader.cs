using Kappa.StateStores;

namespace Kappa.Replay;

/// <summary>
/// Takes the difference between a version's images and its topics, a chunk at a time, from a cursor on.
/// </summary>
/// <remarks>Both images stand at what is committed: the caller has let them follow, and nobody publishes.</remarks>
internal sealed class DifferenceReader(VersionSite site, VersionRecord version, IReadOnlyList<string> topics)
{
    /// <param name="from">Where to begin; null for the beginning.</param>
    /// <param name="deletes">Whether keys that only the topic has are deleted, or stay and are counted.</param>
    /// <param name="mostRecords">Most records of the chunk.</param>
    /// <param name="mostBytes">Most bytes of the chunk.</param>
    public DifferenceChunk Read(PublishingCursor? from, bool deletes, int mostRecords, int mostBytes)
    {
        var chunk = new DifferenceChunk();
        long now = site.Time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (string topic in topics.SkipWhile(name => from is not null && name != from.Topic))
        {
            // Once it was live, and said what the topic said: what it does not have came later.
            bool deletesHere = deletes || site.Images.OfShadow(version, topic).Legs[0].Topic == topic;
            foreach ((int partition, ImageRow row, bool isDeletion) in
                Differences(topic, from?.Topic == topic ? from : null))
            {
                if (chunk.Records >= mostRecords || chunk.Bytes >= mostBytes)
                {
                    return chunk;
                }

                if (isDeletion && !deletesHere)
                {
                    chunk.Left++;
                }
                else
                {
                    chunk.Add(topic, partition, row, isDeletion, now);
                }

                chunk.Cursor = new PublishingCursor(topic, partition, row.Key);
            }
        }

        chunk.IsLast = true;
        return chunk;
    }

    /// <summary>The differences of a topic: of the keys that are known to differ, or those that a walk finds.</summary>
    private IEnumerable<(int Partition, ImageRow Row, bool IsDeletion)> Differences(
        string topic, PublishingCursor? from)
    {
        OutputDifferences known = site.Images.DifferencesOf(version, topic);
        known.Refresh(searches: false);
        IStateSnapshot[] wanted = site.Images.OfShadow(version, topic).OpenSnapshots();
        IStateSnapshot[] said = site.Images.OfTopic(topic).OpenSnapshots();
        try
        {
            for (int partition = from?.Partition ?? 0; partition < wanted.Length; partition++)
            {
                byte[] after = from?.Partition == partition ? from.Key : [];
                foreach ((ImageRow row, bool isDeletion) in known[partition].AreKnown
                    ? OutputDifference.OfKeys(wanted[partition], said[partition], known[partition].Behind(after))
                    : OutputDifference.Of(wanted[partition], said[partition], after))
                {
                    yield return (partition, row, isDeletion);
                }
            }
        }
        finally
        {
            Array.ForEach([.. wanted, .. said], snapshot => snapshot.Dispose());
        }
    }
}
