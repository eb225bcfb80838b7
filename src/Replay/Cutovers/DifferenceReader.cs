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
            OutputImage image = site.Images.OfShadow(version, topic);

            // Once it was live, and said what the topic said: what it does not have came later.
            bool deletesHere = deletes || image.Legs[0].Topic == topic;
            IStateSnapshot[] wanted = image.OpenSnapshots();
            IStateSnapshot[] said = site.Images.OfTopic(topic).OpenSnapshots();
            try
            {
                int first = from?.Topic == topic ? from.Partition : 0;
                for (int partition = first; partition < wanted.Length; partition++)
                {
                    byte[] after = from?.Topic == topic && from.Partition == partition ? from.Key : [];
                    if (!Read(chunk, deletesHere, topic, partition, (wanted[partition], said[partition]), after))
                    {
                        return chunk;
                    }
                }
            }
            finally
            {
                Array.ForEach([.. wanted, .. said], snapshot => snapshot.Dispose());
            }
        }

        chunk.IsLast = true;
        return chunk;

        bool Read(
            DifferenceChunk into, bool deletes, string topic, int partition,
            (IStateSnapshot Wanted, IStateSnapshot Said) images, byte[] after)
        {
            foreach ((ImageRow row, bool isDeletion) in OutputDifference.Of(images.Wanted, images.Said, after))
            {
                if (into.Records >= mostRecords || into.Bytes >= mostBytes)
                {
                    return false;
                }

                if (isDeletion && !deletes)
                {
                    into.Left++;
                }
                else
                {
                    into.Add(topic, partition, row, isDeletion, now);
                }

                into.Cursor = new PublishingCursor(topic, partition, row.Key);
            }

            return true;
        }
    }
}
