namespace Kappa.Engine;

/// <summary>An output that collapses writes until the commit: the last value of each key goes out.</summary>
internal interface ITableOutput
{
    /// <summary>Bytes that wait for the commit, as far as a look at some of them tells.</summary>
    long Measure();

    /// <summary>Puts what is pending into the output's buffers.</summary>
    void Collect();

    /// <summary>Forgets what was collected: it is committed.</summary>
    void Clear();
}
