namespace Kappa.Engine;

/// <summary>Where an instance stands after a commit: all that it needs, beside its changelogs, to go on.</summary>
/// <param name="Cut">The last committed cut.</param>
/// <param name="CutLogOffset">First record of the cut log that may hold a later cut.</param>
/// <param name="Sources">
/// The sources that <paramref name="Ends"/> follows: those registered as of that record, then those of this version
/// that a live instance has yet to register.
/// </param>
/// <param name="Ends">End offset of each source partition at the cut.</param>
/// <param name="Starts">
/// The first offset of each source partition that the instance was to read: older ones were gone, or lie before the cut
/// that it began at.
/// </param>
internal sealed record Position(Cut Cut, long CutLogOffset, CutSources Sources, long[] Ends, long[] Starts)
{
    /// <summary>Where the tasks with stores stand, by their names; without those that have not written yet.</summary>
    public IReadOnlyDictionary<string, TaskPosition> Tasks { get; init; } = new Dictionary<string, TaskPosition>();

    /// <summary>
    /// The first offset of the positions topic from which on all of <see cref="Tasks"/> are found; null in a record of
    /// format 1 or 2, which has <see cref="ChangelogEnds"/> instead.
    /// </summary>
    public long? TasksFrom { get; init; }

    /// <summary>
    /// In formats 1 and 2: for each store (ordinal order of names), for each of its partitions, the end of its
    /// changelog at the cut.
    /// </summary>
    public long[] ChangelogEnds { get; init; } = [];

    /// <summary>This one with the positions of a share's tasks alone.</summary>
    public Position Of(TaskPlan plan, TaskShare share)
    {
        HashSet<string> own = [.. plan.TaskIdsOf(share).Select(task => task.ToString())];
        return this with { Tasks = Tasks.Where(task => own.Contains(task.Key)).ToDictionary() };
    }

    /// <summary>
    /// The end of each changelog partition at the cut, by store; without those that nothing was written to.
    /// </summary>
    public Dictionary<(string Store, int Partition), long> ChangelogsOf(TaskPlan plan)
    {
        IEnumerable<((string, int), long)> byName = Tasks.SelectMany(task => task.Value.ChangelogEnds
            .Select(end => ((end.Key, TaskId.Parse(task.Key).Partition), end.Value)));
        IEnumerable<(string, int)> inOrder = plan.Stores.SelectMany(store =>
            Enumerable.Range(0, store.Partitions).Select(partition => (store.Spec.Name, partition)));
        return byName.Concat(inOrder.Zip(ChangelogEnds)).ToDictionary(end => end.Item1, end => end.Item2);
    }
}
