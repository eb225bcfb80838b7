namespace Kappa.Engine;

/// <summary>All lanes of an exchange: one from each upstream to each downstream task.</summary>
internal abstract class ExchangeLanes(int upstreamTasks, int downstreamTasks)
{
    public int UpstreamTasks { get; } = upstreamTasks;

    public int DownstreamTasks { get; } = downstreamTasks;

    /// <summary>About what the records take that an upstream task wrote in this run.</summary>
    public abstract long BytesFrom(int upstream);

    /// <summary>Empties what an upstream task wrote in the last run.</summary>
    public abstract void Clear(int upstream);
}
