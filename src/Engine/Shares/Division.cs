namespace Kappa.Engine;

/// <summary>How the tasks of an instance are spread over workers.</summary>
/// <param name="Number">
/// What lane records are told apart by from those of an earlier division: the end of the positions topic when it was
/// made, so that each has another one.
/// </param>
/// <param name="Workers">The worker of each task, numbered from 0.</param>
internal sealed record Division(long Number, IReadOnlyDictionary<TaskId, int> Workers)
{
    private const byte Version = 1;

    /// <summary>Deals the tasks of each subtopology out one by one.</summary>
    /// <param name="plan">The instance.</param>
    /// <param name="number">Number of the division.</param>
    /// <param name="workers">How many there are; 1 or more.</param>
    public static Division Even(TaskPlan plan, long number, int workers) => new(
        number,
        plan.Topology.Graph.Subtopologies.SelectMany(sub => Enumerable.Range(0, plan.TasksOf(sub))
            .Select(partition => new TaskId(sub.Id, partition)))
            .ToDictionary(task => task, task => (task.Subtopology + task.Partition) % workers));

    /// <summary>All shares that have tasks, by phase, then worker.</summary>
    public IEnumerable<TaskShare> SharesOf(TaskPlan plan) => Workers
        .Select(task => (Worker: task.Value, plan.Topology.Graph.Subtopologies[task.Key.Subtopology].Phase))
        .Distinct().OrderBy(share => share.Phase).ThenBy(share => share.Worker)
        .Select(share => new TaskShare(this, share.Worker, share.Phase));

    /// <summary>Codes it: version byte, number, count of tasks, name and worker of each.</summary>
    public void Write(ByteWriter writer)
    {
        writer.Byte(Version);
        writer.Varint(Number);
        writer.Varint(Workers.Count);
        foreach ((TaskId task, int worker) in Workers
            .OrderBy(pair => pair.Key.Subtopology).ThenBy(pair => pair.Key.Partition))
        {
            writer.Text(task.ToString());
            writer.Varint(worker);
        }
    }

    public static Division Read(ReadOnlySpan<byte> data, string what)
    {
        var reader = new ByteReader(data, what);
        reader.VersionUpTo(Version);
        long number = reader.Long();
        var workers = new Dictionary<TaskId, int>();
        for (int left = reader.Count(); left > 0; left--)
        {
            var task = TaskId.Parse(reader.Text());
            workers[task] = reader.CountUpTo(int.MaxValue);
        }

        return new Division(number, workers);
    }
}
