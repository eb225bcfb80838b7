namespace Kappa.Kafka;

/// <summary>A Kafka cluster that workers share as their log.</summary>
/// <param name="options">Which one, and how it is reached.</param>
public sealed class KafkaCluster(KafkaLogOptions options) : ILogCluster
{
    /// <inheritdoc/>
    public string Servers => options.Servers;

    /// <inheritdoc/>
    public void Reach(TimeSpan patience, TimeProvider time) =>
        KafkaLog.Connect(options.Timeout < patience ? options : options with { Timeout = patience }, time).Dispose();

    /// <inheritdoc/>
    /// <remarks>Notices go to that of the options where they have one.</remarks>
    public ILog Open(Action<string>? notice, TimeProvider time)
    {
        KafkaLog log = KafkaLog.Connect(options with { Notice = options.Notice ?? notice }, time);
        try
        {
            if (log.DescribeCopies() is { } copies)
            {
                notice?.Invoke(copies);
            }

            return log;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }
}
