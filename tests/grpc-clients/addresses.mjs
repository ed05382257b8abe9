// Which server is tested: http://host:port for gRPC-Web (HTTP/1.1 and 2) and for gRPC (HTTP/2).
function address(variable) {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set; give the server's address, such as http://127.0.0.1:3001.`);
  return new URL(value);
}

export const web = address('GRPC_WEB_ADDRESS');
export const grpc = address('GRPC_ADDRESS');
