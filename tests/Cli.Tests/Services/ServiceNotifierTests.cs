using System.Net.Sockets;
using System.Text;

namespace Kappa.Cli.Tests;

public sealed class ServiceNotifierTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();
    private readonly ManualClock _clock = new();
    private readonly Socket _manager = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private string _path = "";

    public void Dispose()
    {
        _manager.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public void The_service_manager_hears_that_a_worker_is_ready_that_it_lives_and_that_it_stops()
    {
        Bind(_scratch.File("notify"));
        using ServiceNotifier service = Open(watchdogMicroseconds: "60000000");

        service.Ready("orders v1 runs");
        string ready = Receive();
        _clock.Advance(TimeSpan.FromSeconds(30));
        string lives = Receive();
        service.Stopping();

        Assert.Equal(
            ("READY=1\nSTATUS=orders v1 runs", "WATCHDOG=1", "STOPPING=1"), (ready, lives, Receive()));
    }

    [Fact]
    public void An_abstract_name_will_do()
    {
        Bind("\0kappa-" + Guid.CreateVersion7());
        using ServiceNotifier service = Open(watchdogMicroseconds: null);

        service.Stopping();

        Assert.Equal("STOPPING=1", Receive());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/no/such/socket")]
    public void Without_a_manager_nobody_is_told_and_nothing_fails(string? path)
    {
        _path = path!;
        using ServiceNotifier service = Open(watchdogMicroseconds: "nonsense");

        service.Ready("it runs");
        service.Stopping();
    }

    private void Bind(string path)
    {
        _path = path.Replace('\0', '@');
        _manager.Bind(new UnixDomainSocketEndPoint(path));
        _manager.ReceiveTimeout = 20_000;
    }

    private string Receive()
    {
        byte[] buffer = new byte[1_000];
        return Encoding.UTF8.GetString(buffer, 0, _manager.Receive(buffer));
    }

    private ServiceNotifier Open(string? watchdogMicroseconds) => ServiceNotifier.Open(new CliContext
    {
        Out = TextWriter.Null,
        Error = TextWriter.Null,
        OpenInput = () => Stream.Null,
        Environment = name => name switch
        {
            "NOTIFY_SOCKET" => _path,
            "WATCHDOG_USEC" => watchdogMicroseconds,
            _ => null,
        },
        Time = _clock,
    });
}
