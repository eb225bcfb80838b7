using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>Groups, wherever they are: behind a worker, in files that nobody owns, or on a Kafka cluster.</summary>
internal interface IGroupAccess : IAsyncDisposable
{
    Task<GroupList> ListAsync(CancellationToken cancellationToken);

    Task<GroupInfo> DescribeAsync(string group, CancellationToken cancellationToken);

    Task<GroupInfo> SeekAsync(string group, SeekRequest request, CancellationToken cancellationToken);
}
