namespace Kappa.Logs;

/// <summary>A cluster whose log several workers share: what a worker asks of it before it has the log.</summary>
/// <remarks>
/// A host names one in its worker's settings, and refers to the project of that kind of cluster: <c>KafkaCluster</c> of
/// Kappa.Kafka. A worker over the log of its own directory carries none. Thread-safe.
/// </remarks>
public interface ILogCluster
{
    /// <summary>The servers that are asked first, as they were given.</summary>
    string Servers { get; }

    /// <summary>Finds out whether it answers.</summary>
    /// <param name="patience">How long it may take.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="KappaException">
    /// Exit code 7: it does not answer in that time; it may later. Any other: what does not pass by waiting, such as a
    /// setting or a permission.
    /// </exception>
    void Reach(TimeSpan patience, TimeProvider time);

    /// <summary>Opens its log, and says how safe there is what is written.</summary>
    /// <param name="notice">Is told in one line each what the operator should know; null for nobody.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="KappaException">As those of <see cref="Reach"/>.</exception>
    ILog Open(Action<string>? notice, TimeProvider time);
}
