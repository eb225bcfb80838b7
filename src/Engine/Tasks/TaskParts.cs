namespace Kappa.Engine;

/// <summary>What a task is put together from.</summary>
internal sealed class TaskParts
{
    /// <summary>Inputs in rank order.</summary>
    public List<TaskInput> Inputs { get; } = [];

    /// <summary>Stores in the ordinal order of their names.</summary>
    public List<TaskStore> Stores { get; } = [];

    /// <summary>Outputs, one for each topic.</summary>
    public List<TaskOutput> Outputs { get; } = [];

    /// <summary>Those sinks that collapse writes until the commit, in topological order.</summary>
    public List<ITableOutput> Tables { get; } = [];

    /// <summary>Exchanges that begin in the task.</summary>
    public List<ExchangeLanes> Leaving { get; } = [];

    /// <summary>Exchanges that begin in the task and whose lanes are topics.</summary>
    public List<LaneEnds> LanesOut { get; } = [];

    /// <summary>Exchanges that end in the task and whose lanes are topics.</summary>
    public List<LaneReader> LanesIn { get; } = [];

    /// <summary>What passes time on; null where no operator waits for it.</summary>
    public TaskTimes? Times { get; set; }

    /// <summary>Operators that end with the task.</summary>
    public List<IDisposable> Closing { get; } = [];

    /// <summary>Closes what the parts have opened.</summary>
    public void Close()
    {
        foreach (IDisposable part in Closing.Concat(Inputs.OfType<IDisposable>()).Concat(LanesIn).Concat(Stores)
            .Concat(Outputs))
        {
            part.Dispose();
        }
    }
}
