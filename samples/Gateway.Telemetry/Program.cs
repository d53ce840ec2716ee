using System.Net.Sockets;
using System.Runtime.InteropServices;
using Gateway.Telemetry;

const string Query = "--query";

// The generated unit gives the service this folder (RuntimeDirectory=); an argument serves for trying it elsewhere.
string socket = args.FirstOrDefault(argument => argument != Query) ?? "/run/gateway-telemetry/telemetry.sock";

// systemd stops services with SIGTERM, a terminal with SIGINT: both end the program in order, with exit code 0.
using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

// On the device itself nothing else speaks to Unix sockets: the program is its own client.
if (args.Contains(Query))
{
    try
    {
        Console.Write(await TelemetryClient.ReadAsync(socket, stop.Token));
        return 0;
    }
    catch (Exception error) when (error is SocketException or IOException or OperationCanceledException)
    {
        Console.Error.WriteLine($"no answer from {socket}: {error.Message}");
        return 1;
    }
}

var machine = new Machine("/proc", "/sys");
try
{
    using var server = TelemetryServer.Listen(socket, machine.Read);
    Console.WriteLine($"serving on {socket}");
    await server.RunAsync(stop.Token);
    return 0;
}
catch (Exception error) when (error is SocketException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"cannot serve on {socket}: {error.Message}");
    return 1;
}
