namespace Kappa.Logs;

/// <summary>What recovery hands to the log.</summary>
/// <param name="State">The state to begin the next journal file with.</param>
/// <param name="Journals">The files before it.</param>
/// <param name="Topics">The topics.</param>
/// <param name="Partitions">For each topic its partitions.</param>
internal sealed record RecoveredLog(
    LogState State, JournalFiles Journals, Dictionary<string, TopicDescription> Topics,
    Dictionary<string, PartitionLog[]> Partitions);
