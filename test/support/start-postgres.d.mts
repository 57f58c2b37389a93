/** Sets TEST_POSTGRES_URL where PostgreSQL is installed. */
export default function setup(): Promise<void>;
