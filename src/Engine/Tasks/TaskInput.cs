namespace Kappa.Engine;

/// <summary>One ordered input of a task: a source partition, or a lane of an exchange.</summary>
/// <remarks>
/// The task asks for heads and takes the earliest; so the order inside a slice is a function of the log alone. Inputs
/// are kept in rank order: source rank (topic or exchange name), then partition.
/// </remarks>
internal abstract class TaskInput
{
    /// <summary>Records taken from a source topic since the task was made; a lane's were taken before.</summary>
    public long Taken { get; protected set; }

    /// <summary>Their bytes in the log.</summary>
    public long TakenBytes { get; protected set; }

    /// <summary>A new run begins: what upstream tasks sent for it is there.</summary>
    public virtual void BeginRun()
    {
    }

    /// <summary>
    /// The first slice from <paramref name="slice"/> on that may hold input; the run's count for none.
    /// </summary>
    public abstract int NextSlice(SliceRun run, int slice);

    /// <summary>Whether a record of the slice is at the head.</summary>
    /// <param name="run">The run.</param>
    /// <param name="slice">The slice.</param>
    /// <param name="place">What the head is merged by, if there is one.</param>
    public abstract bool Load(SliceRun run, int slice, out Place place);

    /// <summary>Sends the head through the operators, and moves on.</summary>
    public abstract void ProcessHead();

    /// <summary>Sends all records of the slice through the operators: no other input has any.</summary>
    public abstract void Drain(SliceRun run, int slice);
}
